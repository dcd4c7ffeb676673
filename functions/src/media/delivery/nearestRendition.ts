import { renditionsOf, type Rendition, type RenditionName } from '../files/fileTypes.ts';
import type { MediaRow } from '../files/mediaRow.ts';

interface Size {
  width: number;
  height: number;
}

/** A rendition with its size in pixels; null where the original's is not known. */
export interface ChosenRendition {
  name: RenditionName;
  rendition: Rendition;
  size: Size | null;
}

/**
 * The smallest rendition that is at least as large as wanted; the largest if none is, or if nothing is wanted. Stills
 * of videos are never chosen.
 */
export function nearestRendition(
  file: Pick<MediaRow, 'file_type' | 'width' | 'height'>,
  wanted: { width?: number | undefined; height?: number | undefined },
): ChosenRendition {
  const candidates = renditionsOf(file.file_type)
    .filter(([name]) => file.file_type === 'image' || name !== 'thumbnail')
    .map(([name, rendition]) => ({ name, rendition, size: sizeOf(rendition, file) }));
  const { width, height } = wanted;
  const fitting =
    width === undefined && height === undefined
      ? undefined
      : candidates.find(({ rendition, size }) => {
          const { width: w, height: h } = size ?? rendition;
          return w >= (width ?? 0) && h >= (height ?? 0);
        });
  const chosen = fitting ?? candidates.at(-1);
  if (chosen === undefined) throw new Error(`no renditions of ${file.file_type} files`);
  return chosen;
}

/** The size of a rendition: its box if it is cropped, otherwise what the original becomes within the box. */
function sizeOf(rendition: Rendition, { width, height }: Pick<MediaRow, 'width' | 'height'>): Size | null {
  const { width: maxWidth, height: maxHeight, fit } = rendition;
  if (fit === 'crop') return { width: maxWidth, height: maxHeight };
  if (width === null || height === null || width === 0 || height === 0) return null;
  const scale = Math.min(1, maxWidth / width, maxHeight / height);
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}
