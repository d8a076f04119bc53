import { useMutation } from '@tanstack/react-query';

import { isRefusal } from '../../api/Refusal';
import { api } from '../../api/client';
import type { Json } from '../../api/types';
import { type BrowserAnswer, evaluateHere, same } from './compare';

export interface Trial { expression: string; variables: { [name: string]: Json; }; }
export interface ServerAnswer { value: Json; text: string; kind: string; problems: { code: string; position: number; message: string; }[]; reads: string[]; }
export interface Failed { failed: string; position: number | null; }
export interface TrialResult { here: BrowserAnswer | Failed; there: ServerAnswer | Failed; agree: boolean; }

/** Evaluates with the browser's engine and with the server's. */
export function useFeelTrial() {
  return useMutation({
    mutationFn: async ({ expression, variables }: Trial): Promise<TrialResult> => {
      const [{ evaluate }, there] = await Promise.all([import('feelin'), evaluateThere({ expression, variables })]);
      const here = evaluateHere(evaluate, expression, variables);
      return { here, there, agree: agreed(here, there) };
    },
  });
}

function agreed(here: TrialResult['here'], there: TrialResult['there']): boolean {
  if ('failed' in here || 'failed' in there) return 'failed' in here && 'failed' in there;
  return same(here.value, there.value);
}

async function evaluateThere(trial: Trial): Promise<ServerAnswer | Failed> {
  try {
    return await api.post<ServerAnswer>('/api/feel/evaluate/', { ...trial, dialect: 'camunda' });
  } catch (error) {
    if (!isRefusal(error, 'invalid')) throw error;
    const position = error.extra.position;
    return { failed: error.errors[0]?.message ?? error.message, position: typeof position === 'number' ? position : null };
  }
}
