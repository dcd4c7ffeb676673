import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

/** A key like those that sign ID tokens. */
const NEW_RSA_KEY = ['-newkey', 'rsa:2048', '-nodes'];

/** Paths of a certificate and its key. */
export interface Certificate {
  cert: string;
  key: string;
}

/** Makes certificates in a folder with `openssl`, which tests of TLS and of signed tokens need. */
export class CertificateMaker {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** A certificate that signs itself: of an authority, or of a server without one. */
  async selfSigned(
    file: string,
    names = 'DNS:authority.test',
    kind: 'ec' | 'rsa' = 'ec',
  ): Promise<Certificate> {
    const { cert, key } = this.#paths(file);
    await this.#openssl(
      ...[
        'req',
        '-x509',
        ...(kind === 'rsa' ? NEW_RSA_KEY : NEW_KEY),
        '-days',
        '2',
        '-subj',
        `/CN=${file}`,
        '-addext',
        `subjectAltName=${names}`,
      ],
      ...['-keyout', key, '-out', cert],
    );
    return { cert, key };
  }

  /** A server's certificate. @param names such as `DNS:db.test,IP:192.0.2.1` @param days negative for an expired one */
  async signedBy(authority: Certificate, file: string, names: string, days = 2): Promise<Certificate> {
    const { cert, key } = this.#paths(file);
    const request = join(this.#directory, `${file}.csr`);
    await this.#openssl(
      ...['req', '-new', ...NEW_KEY, '-subj', '/CN=server', '-addext', `subjectAltName=${names}`],
      ...['-keyout', key, '-out', request],
    );
    await this.#openssl(
      ...[
        'x509',
        '-req',
        '-in',
        request,
        '-CA',
        authority.cert,
        '-CAkey',
        authority.key,
        '-days',
        String(days),
      ],
      ...['-copy_extensions', 'copy', '-out', cert],
    );
    return { cert, key };
  }

  #paths(file: string): Certificate {
    return { cert: join(this.#directory, `${file}.pem`), key: join(this.#directory, `${file}.key`) };
  }

  async #openssl(...args: string[]): Promise<void> {
    try {
      await promisify(execFile)('openssl', args);
    } catch (error) {
      throw new Error('tests make certificates with openssl 3: install it', { cause: error });
    }
  }
}
