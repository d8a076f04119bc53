import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { AttachmentLimits } from '../api/types';
import { formatSize, problemOf } from './fileRules';
import { useUploadAttachment } from './useUploadAttachment.mutation';

export interface Upload { key: string; file: File; percent: number; problem: string | null; retriable: boolean }
export interface Uploads {
  rows: Upload[];
  send: (files: File[]) => void;
  retry: (upload: Upload) => void;
  drop: (upload: Upload) => void;
}

/** The files on their way to the server, and those that did not get there. */
export function useUploads({ limits, onUploaded }: { limits: AttachmentLimits | undefined; onUploaded: (id: string) => void }): Uploads {
  const { t } = useTranslation('form');
  const upload = useUploadAttachment();
  const [rows, setRows] = useState<Upload[]>([]);
  // Two files may arrive in one render; each must add to what the field holds by then.
  const latest = useRef(onUploaded);
  useEffect(() => {
    latest.current = onUploaded;
  });

  const drop = ({ key }: { key: string }): void => setRows((all) => all.filter((row) => row.key !== key));
  const change = (key: string, part: Partial<Upload>): void =>
    setRows((all) => all.map((row) => (row.key === key ? { ...row, ...part } : row)));

  const start = async (row: Upload): Promise<void> => {
    try {
      const attachment = await upload.mutateAsync({ file: row.file, onProgress: (percent) => change(row.key, { percent }) });
      drop(row);
      latest.current(attachment.id);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      change(row.key, { problem: t('upload.failed', { name: row.file.name, why }), retriable: true });
    }
  };
  const add = (file: File): Upload => {
    const found = problemOf(file, limits);
    const problem = found && t(`upload.${found}`, { name: file.name, size: formatSize(limits?.max_bytes ?? 0) });
    return { key: crypto.randomUUID(), file, percent: 0, problem, retriable: false };
  };
  const send = (files: File[]): void => {
    const added = files.map(add);
    setRows((all) => [...all, ...added]);
    void (async () => {
      for (const row of added.filter(({ problem }) => problem === null)) await start(row);
    })();
  };
  const retry = (row: Upload): void => {
    change(row.key, { problem: null, percent: 0 });
    void start(row);
  };
  return { rows, send, retry, drop };
}
