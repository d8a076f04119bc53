import { ariaDescribedByIds, type WidgetProps } from '@rjsf/utils';
import { DatePicker } from 'antd';
import dayjs from 'dayjs';

function PickDate({ picksTime, ...props }: WidgetProps & { picksTime: boolean }) {
  return (
    <DatePicker
      id={props.id} className="full" aria-describedby={ariaDescribedByIds(props.id)}
      status={(props.rawErrors?.length ?? 0) > 0 ? 'error' : undefined}
      showTime={picksTime ? { format: 'HH:mm' } : false} format={picksTime ? 'YYYY-MM-DD HH:mm' : 'YYYY-MM-DD'}
      value={props.value ? dayjs(props.value as string) : null}
      // Enter takes the date; it must not, in a form of one line, hand the form in as well.
      onKeyDown={(event) => { if (event.key === 'Enter') event.preventDefault(); }}
      onChange={(day) => props.onChange(day ? day.format(picksTime ? 'YYYY-MM-DDTHH:mm:ssZ' : 'YYYY-MM-DD') : undefined)}
    />
  );
}

export function DateInput(props: WidgetProps) {
  return <PickDate {...props} picksTime={false} />;
}

export function DateTimeInput(props: WidgetProps) {
  return <PickDate {...props} picksTime />;
}
