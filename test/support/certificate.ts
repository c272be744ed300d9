import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A certificate for `localhost` that vouches for itself, in files of a folder. */
export interface Certificate {
  readonly text: string;
  readonly certificateFile: string;
  readonly keyFile: string;
  /** Both in one, as HAProxy wants them. */
  readonly bothFile: string;
}

export function createCertificate(folder: string): Certificate {
  const inFolder = (name: string): string => join(folder, name);
  const [certificateFile, keyFile, bothFile] = ['tls.crt', 'tls.key', 'tls.pem'].map(inFolder) as [
    string,
    string,
    string,
  ];
  const name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  const files = ['-keyout', keyFile, '-out', certificateFile];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...files, ...name], {
    stdio: 'pipe',
  });
  const text = readFileSync(certificateFile, 'utf8');
  writeFileSync(bothFile, text + readFileSync(keyFile, 'utf8'));
  return { text, certificateFile, keyFile, bothFile };
}
