import type { Proof } from '../api/types';

type Inclusion = Pick<Proof, 'body' | 'leaf' | 'index' | 'size' | 'proof' | 'root'>;

/** Whether the hashes lead from the event's own text to the root (RFC 9162, 2.1.3.2); null where the browser cannot hash. */
export async function inclusionHolds({ body, leaf, index, size, proof, root }: Inclusion): Promise<boolean | null> {
  if (!globalThis.crypto?.subtle) return null;
  let here = index;
  let last = size - 1;
  let found = body === null ? bytes(leaf) : await hash(0, new TextEncoder().encode(body));
  for (const other of proof.map(bytes)) {
    if (last === 0) return false;
    if (here % 2 === 1 || here === last) {
      found = await hash(1, other, found);
      while (here % 2 === 0 && here > 0) {
        here = Math.floor(here / 2);
        last = Math.floor(last / 2);
      }
    } else {
      found = await hash(1, found, other);
    }
    here = Math.floor(here / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && base64(found) === root;
}

async function hash(prefix: number, ...parts: Uint8Array[]): Promise<Uint8Array> {
  const joined = new Uint8Array(parts.reduce((total, part) => total + part.length, 1));
  joined[0] = prefix;
  let at = 1;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return new Uint8Array(await crypto.subtle.digest('SHA-256', joined));
}

function bytes(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

function base64(data: Uint8Array): string {
  return btoa(String.fromCharCode(...data));
}
