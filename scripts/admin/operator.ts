import { applicationDefault } from 'firebase-admin/app';

/** Answers whose a token is; see Google's OAuth 2.0 documentation. */
const TOKEN_INFO = 'https://oauth2.googleapis.com/tokeninfo';

/** Whose credentials a command runs with, as far as Google tells. */
export async function operatorName(): Promise<string> {
  if (process.env['FIREBASE_AUTH_EMULATOR_HOST'])
    return 'The local emulators, which let everybody do everything';
  const { access_token: token } = await applicationDefault().getAccessToken();
  const response = await fetch(TOKEN_INFO, {
    method: 'POST',
    body: new URLSearchParams({ access_token: token }),
  });
  const { email } = (await response.json()) as { email?: string };
  return email ?? 'Application default credentials without an address';
}
