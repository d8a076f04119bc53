import i18next from 'i18next';

import { Refusal, type Problem } from './Refusal';

export type Params = Record<string, string | number | boolean | null | undefined>;

export interface Options {
  params?: Params;
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/** `path` with the set parameters as its query. */
export function withParams(path: string, params?: Params): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params ?? {})) {
    if (value !== undefined && value !== null && value !== '') query.set(name, String(value));
  }
  const text = query.toString();
  if (!text) return path;
  return path + (path.includes('?') ? '&' : '?') + text;
}

export function csrfToken(): string {
  return /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? '';
}

/** What every request to the API carries. */
export function standardHeaders(): Record<string, string> {
  return { Accept: 'application/json', 'Accept-Language': i18next.language, 'X-CSRFToken': csrfToken() };
}

/** The refusal that a failed answer tells, whatever shape its body has. */
export function refusalFrom(status: number, text: string): Refusal {
  try {
    const problem = JSON.parse(text) as Partial<Problem>;
    if (typeof problem.code === 'string') {
      return new Refusal({ ...problem, status, code: problem.code, detail: problem.detail ?? '' });
    }
  } catch {
    // A proxy's HTML page: the status is all there is to say.
  }
  return new Refusal({ status, code: 'server_error', detail: i18next.t('app:refused.status', { status }) });
}

export function offlineRefusal(): Refusal {
  return new Refusal({ status: 0, code: 'offline', detail: i18next.t('app:refused.offline') });
}

async function send(method: string, path: string, options: Options): Promise<Response> {
  const headers = { ...standardHeaders(), ...options.headers };
  let body: BodyInit | undefined;
  if (options.body instanceof FormData) body = options.body;
  else if (options.body !== undefined) {
    headers['Content-Type'] = 'application/json';
    body = JSON.stringify(options.body);
  }
  let response: Response;
  try {
    response = await fetch(withParams(path, options.params), {
      method, headers, body, signal: options.signal, credentials: 'same-origin',
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw offlineRefusal();
  }
  if (!response.ok) throw refusalFrom(response.status, await response.text());
  return response;
}

async function json<T>(method: string, path: string, options: Options): Promise<T> {
  const response = await send(method, path, options);
  if (response.status === 204) return undefined as T;
  return (await response.json()) as T;
}

/** Calls of the API; each throws a `Refusal` when the server says no or cannot be reached. */
export const api = {
  get: <T>(path: string, params?: Params, signal?: AbortSignal) => json<T>('GET', path, { params, signal }),
  post: <T>(path: string, body?: unknown, headers?: Record<string, string>) => json<T>('POST', path, { body: body ?? {}, headers }),
  put: <T>(path: string, body: unknown) => json<T>('PUT', path, { body }),
  patch: <T>(path: string, body: unknown) => json<T>('PATCH', path, { body }),
  delete: (path: string) => json<void>('DELETE', path, {}),
  text: async (path: string, params?: Params) =>
    (await send('GET', path, { params, headers: { Accept: '*/*' } })).text(),
};
