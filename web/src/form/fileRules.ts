import type { AttachmentLimits } from '../api/types';

export type FileProblem = 'tooLarge' | 'wrongType';

/** 1.5 MB, 320 KB, 12 B */
export function formatSize(bytes: number): string {
  if (bytes >= 1024 * 1024) return `${Number((bytes / 1024 / 1024).toFixed(1))} MB`;
  if (bytes >= 1024) return `${Math.round(bytes / 1024)} KB`;
  return `${bytes} B`;
}

function accepts(type: string, pattern: string): boolean {
  return pattern === type || (pattern.endsWith('/*') && type.startsWith(pattern.slice(0, -1)));
}

/** Why the server would refuse the file, told before it is sent; `null` when it would not. */
export function problemOf(file: { size: number; type: string }, limits: AttachmentLimits | undefined): FileProblem | null {
  if (!limits) return null;
  if (file.size > limits.max_bytes) return 'tooLarge';
  // Some browsers do not know a file's type; then the server decides.
  if (file.type && !limits.content_types.some((pattern) => accepts(file.type, pattern))) return 'wrongType';
  return null;
}

const NAMES: Record<string, string> = {
  'application/pdf': 'PDF', 'image/jpeg': 'JPG', 'image/png': 'PNG', 'image/*': 'JPG/PNG', 'text/csv': 'CSV', 'text/plain': 'TXT',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'XLSX',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'DOCX',
};

/** The accepted types as people call them. */
export function typeNames(contentTypes: string[]): string {
  return [...new Set(contentTypes.map((type) => NAMES[type] ?? type.split('/')[1]?.toUpperCase() ?? type))].join('、');
}
