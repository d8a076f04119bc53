type Listener = () => void;
export type LiveState = 'connecting' | 'live' | 'offline';

interface Topic { topic: string; seq: number }

const topics = new Map<string, Set<Listener>>();
const watchers = new Set<Listener>();
let state: LiveState = 'connecting';
let socket: WebSocket | null = null;
let wanted = false;
let attempts = 0;
let retry: ReturnType<typeof setTimeout> | undefined;

function become(next: LiveState): void {
  if (state === next) return;
  state = next;
  watchers.forEach((listener) => listener());
}

function tell(topic: string): void {
  topics.get(topic)?.forEach((listener) => listener());
}

function subscribeOnServer(names: string[]): void {
  const own = names.filter((name) => name !== 'inbox');
  if (own.length > 0 && socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ subscribe: own }));
}

function opened(): void {
  attempts = 0;
  become('live');
  subscribeOnServer([...topics.keys()]);
  // What happened while nobody listened is unknown: everyone refetches.
  for (const topic of topics.keys()) tell(topic);
}

function closed(): void {
  socket = null;
  if (!wanted) return;
  attempts += 1;
  if (attempts > 1) become('offline');
  const pause = Math.min(15_000, 500 * 2 ** Math.min(attempts, 5)) * (0.75 + Math.random() / 2);
  retry = setTimeout(connect, pause);
}

function connect(): void {
  clearTimeout(retry);
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  socket = new WebSocket(`${scheme}://${location.host}/ws/`);
  socket.onopen = opened;
  socket.onclose = closed;
  socket.onmessage = (event: MessageEvent<string>) => tell((JSON.parse(event.data) as Topic).topic);
}

function reconnectNow(): void {
  if (wanted && !socket) connect();
}

/** Keep one socket open until the returned function is called. */
export function goLive(): () => void {
  wanted = true;
  connect();
  addEventListener('online', reconnectNow);
  return () => {
    wanted = false;
    clearTimeout(retry);
    removeEventListener('online', reconnectNow);
    socket?.close();
    socket = null;
  };
}

export function liveState(): LiveState {
  return state;
}

export function watchLiveState(listener: Listener): () => void {
  watchers.add(listener);
  return () => watchers.delete(listener);
}

/** Call `listener` whenever the server says that `topic` has changed, and after every reconnection. */
export function listenTo(topic: string, listener: Listener): () => void {
  const listeners = topics.get(topic) ?? new Set<Listener>();
  if (listeners.size === 0) subscribeOnServer([topic]);
  topics.set(topic, listeners.add(listener));
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) topics.delete(topic);
  };
}
