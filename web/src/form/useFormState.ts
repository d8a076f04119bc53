import type { ErrorSchema, RJSFSchema, UiSchema } from '@rjsf/utils';
import { toErrorSchema } from '@rjsf/utils';
import { useMemo, useState } from 'react';

import type { FieldProblem, Form, Variables } from '../api/types';
import { placed, without } from './problems';
import { isLocked, schemaFor, submittable, uiFor, withoutNulls } from './rights';
import { failures } from './validator';

export interface FormState {
  schema: RJSFSchema;
  uiSchema: UiSchema;
  data: Variables;
  errors: ErrorSchema;
  wrong: number;
  elsewhere: FieldProblem[];
  touched: boolean;
  change: (data: Variables, byPerson: boolean) => void;
  /** The variables to send with this outcome, or `null` when something must be mended first. */
  check: (outcome: string | null) => Variables | null;
  refuse: (problems: FieldProblem[]) => void;
}

function changedFields(before: Variables, after: Variables): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
}

/** A form being filled in: its data, and what is wrong with it once somebody has tried to submit. */
export function useFormState(form: Form): FormState {
  const [data, setData] = useState<Variables>(() => withoutNulls(form.data));
  const [tried, setTried] = useState(false);
  const [touched, setTouched] = useState(false);
  const [refused, setRefused] = useState<FieldProblem[]>([]);
  const schema = useMemo(() => schemaFor(form.schema, form.rights), [form]);
  const uiSchema = useMemo(() => uiFor(form), [form]);

  const found = (candidate: Variables) => failures(schema, candidate).filter(({ path }) => !isLocked(form.rights, path));
  const own: FieldProblem[] = (tried ? found(data) : []).map(({ path, keyword, message }) => ({
    field: path.map((part) => `/${part}`).join(''), code: keyword, message,
  }));
  const { atFields, elsewhere } = placed([...own, ...refused], schema);

  return {
    schema, uiSchema, data, touched, elsewhere,
    errors: own.length + refused.length > 0 ? atFields : toErrorSchema([]),
    wrong: own.length + refused.length,
    change: (next, byPerson) => {
      const changed = changedFields(data, next);
      if (changed.length === 0) return;
      setRefused((problems) => changed.reduce(without, problems));
      setData(next);
      if (byPerson) setTouched(true);
    },
    check: (outcome) => {
      const candidate = outcome !== null && form.outcome_field ? { ...data, [form.outcome_field]: outcome } : data;
      setData(candidate);
      setTried(true);
      setRefused([]);
      return found(candidate).length > 0 ? null : submittable({ data: candidate, before: form.data, form });
    },
    refuse: setRefused,
  };
}
