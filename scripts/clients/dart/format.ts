import { format } from '@wasm-fmt/dart_fmt';

/**
 * A Dart file as `dart format` would leave it: the formatter is Dart's own, compiled to WebAssembly.
 *
 * @throws Error that shows the place, if the text cannot be parsed
 */
export function formatDart(text: string, path: string): string {
  return format(text, path, { language_version: LANGUAGE_VERSION });
}

/** As in the pubspec: it decides which syntax there is, and the style. */
const LANGUAGE_VERSION = '3.7.0';
