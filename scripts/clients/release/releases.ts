import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../../lib/root.ts';
import type { Contract } from '../contract.ts';
import { readContract } from '../readContract.ts';

const RELEASED = join(ROOT, 'clients/released');

/** The contract that was released last, which clients in the field were made from; null before the first release. */
export async function lastRelease(): Promise<Contract | null> {
  const files = await readdir(RELEASED).catch(() => []);
  const last = Math.max(0, ...files.map((file) => Number.parseInt(file, 10)));
  if (last === 0) return null;
  return JSON.parse(await readFile(join(RELEASED, `${String(last)}.json`), 'utf8')) as Contract;
}

/** The contract of the code. Its version is that of the last release, or the next one if it differs. */
export async function currentContract(released: Contract | null): Promise<Contract> {
  const current = await readContract(released?.version ?? 1);
  if (released === null || isSame(released, current)) return current;
  return { ...current, version: released.version + 1 };
}

/** @returns the file */
export async function release(contract: Contract): Promise<string> {
  const file = join(RELEASED, `${String(contract.version)}.json`);
  await mkdir(RELEASED, { recursive: true });
  await writeFile(file, `${JSON.stringify(contract, null, 2)}\n`, { flag: 'wx' });
  return file;
}

function isSame(one: Contract, other: Contract): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
