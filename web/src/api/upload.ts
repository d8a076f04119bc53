import { offlineRefusal, refusalFrom, standardHeaders } from './client';
import type { Attachment } from './types';

/** Send one file; `onProgress` hears 0–100. fetch cannot report upload progress, hence XMLHttpRequest. */
export function uploadAttachment({ file, purpose, onProgress }: {
  file: File;
  purpose?: string;
  onProgress?: (percent: number) => void;
}): Promise<Attachment> {
  const form = new FormData();
  form.append('file', file);
  if (purpose) form.append('purpose', purpose);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', '/api/attachments/');
    for (const [name, value] of Object.entries(standardHeaders())) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress?.(Math.round((event.loaded / event.total) * 100));
    };
    request.onerror = () => reject(offlineRefusal());
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve(JSON.parse(request.responseText) as Attachment);
      else reject(refusalFrom(request.status, request.responseText));
    };
    request.send(form);
  });
}
