const BROWSERS: [RegExp, string][] = [
  [/MicroMessenger\/(\d+)/, '微信'], [/Edg\/(\d+)/, 'Edge'], [/OPR\/(\d+)/, 'Opera'], [/Firefox\/(\d+)/, 'Firefox'], [/Chrome\/(\d+)/, 'Chrome'], [/Version\/(\d+).*Safari/, 'Safari'],
];
const SYSTEMS: [RegExp, string][] = [
  [/Windows/, 'Windows'], [/Android/, 'Android'], [/iPhone|iPad/, 'iOS'], [/Mac OS X/, 'macOS'], [/Linux/, 'Linux'],
];

/** A browser's own description as people know it, "Chrome 156 · Windows"; what is not known stays as it is. */
export function browserName(agent: string): string {
  const browser = BROWSERS.find(([pattern]) => pattern.test(agent));
  if (!browser) return agent || '—';
  const system = SYSTEMS.find(([pattern]) => pattern.test(agent));
  return [`${browser[1]} ${browser[0].exec(agent)?.[1] ?? ''}`.trim(), system?.[1]].filter(Boolean).join(' · ');
}
