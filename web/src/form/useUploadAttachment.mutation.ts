import { useMutation } from '@tanstack/react-query';

import { uploadAttachment } from '../api/upload';
import { queryClient } from '../app/queryClient';

/** Send a file; its details are then known without asking the server again. */
export function useUploadAttachment() {
  return useMutation({
    mutationFn: uploadAttachment,
    onSuccess: (attachment) => queryClient.setQueryData(['attachment', attachment.id], attachment),
  });
}
