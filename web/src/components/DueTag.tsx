import { ClockCircleOutlined, ExclamationCircleFilled } from '@ant-design/icons';
import { Tooltip } from 'antd';

import { dueWords, formatDateTime } from '../app/dates';
import type { DueState } from '../api/types';

/** When a task is due: a word, a color and the department that holds it, never color alone. */
export function DueTag({ dueAt, state, department }: { dueAt: string | null; state: DueState; department?: string }) {
  const words = dueWords(dueAt, state);
  if (!words || !dueAt) return null;
  return (
    <Tooltip title={formatDateTime(dueAt)}>
      <span className={`due due-${state}`} data-due={state}>
        {state === 'overdue' ? <ExclamationCircleFilled aria-hidden /> : <ClockCircleOutlined aria-hidden />}
        <span className="num">{words}</span>
        {department && <span className="due-department">{department}</span>}
      </span>
    </Tooltip>
  );
}
