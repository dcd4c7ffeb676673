/** What the page of the test can do, on `window.page`; what it returns can be passed out of the browser. */
import { initializeApp } from 'firebase/app';
import { connectAuthEmulator, getAuth, signInWithEmailAndPassword } from 'firebase/auth';
import { connectFirestoreEmulator, getFirestore } from 'firebase/firestore';
import { CALLABLES } from '../../src/generated.ts';
import { createTalentClient, uploadMedia, TalentError, type TalentClient } from '../../src/index.ts';
import { ensureProfile } from '../../src/profile.ts';

export interface Addresses {
  project: string;
  auth: string;
  firestore: [string, number];
  functions: [string, number];
}

/** How a call ended, as the page shows it. */
export interface Outcome {
  /** Class of the error, or `ok`. */
  kind: string;
  message: string;
}

let talent: TalentClient;

/** Signs in and makes the profile, if there is none. */
async function signIn(at: Addresses, email: string): Promise<boolean> {
  const app = initializeApp({ projectId: at.project, apiKey: 'any' });
  connectAuthEmulator(getAuth(app), `http://${at.auth}`, { disableWarnings: true });
  connectFirestoreEmulator(getFirestore(app), ...at.firestore);
  const [host, port] = at.functions;
  talent = createTalentClient(app, { emulator: { host, port } });
  await signInWithEmailAndPassword(getAuth(app), email, 'password');
  return ensureProfile(app, { name: 'Ada' });
}

async function call(name: string, input: object): Promise<Outcome> {
  const method = talent[name as keyof typeof CALLABLES] as (input: object) => Promise<unknown>;
  const outcome = await method(input).then(
    (): Outcome => ({ kind: 'ok', message: '' }),
    (error: unknown): Outcome =>
      error instanceof TalentError
        ? { kind: error.name, message: error.message }
        : { kind: 'untyped', message: String(error) },
  );
  const line = document.createElement('p');
  line.textContent = `${name}: ${outcome.kind} ${outcome.message}`;
  document.body.append(line);
  return outcome;
}

/** Uploads a video of zeros through another address. @returns what `uploadMedia` does, and the progress it told */
async function upload(bytes: number, through: string): Promise<{ media: unknown; progress: number[] }> {
  const content = new Uint8Array(bytes);
  content.set(new TextEncoder().encode('\0\0\0\x18ftypmp42'));
  const progress: number[] = [];
  const media = await uploadMedia(
    {
      ...talent,
      async createUpload(input, options) {
        const announced = await talent.createUpload(input, options);
        const url = new URL(announced.url);
        url.host = through;
        return { ...announced, url: url.href };
      },
    },
    new File([content], 'video.mp4', { type: 'video/mp4' }),
    { purpose: 'event', onProgress: ({ sentBytes }) => progress.push(sentBytes) },
  );
  return { media, progress };
}

async function uploadAddress(): Promise<string> {
  const smallest = { type: 'image', sizeBytes: 1, contentType: 'image/png', purpose: 'event' } as const;
  return new URL((await talent.createUpload(smallest)).url).host;
}

const page = { signIn, call, upload, uploadAddress, callables: Object.keys(CALLABLES) };

declare global {
  interface Window {
    page: typeof page;
  }
}

window.page = page;
