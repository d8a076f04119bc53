import { SearchOutlined } from '@ant-design/icons';
import { Input } from 'antd';
import { useEffect, useState } from 'react';

/** A search box that speaks a moment after the typing stops. */
export function SearchField({ id, value, label, onSearch, autoFocus }: {
  id?: string;
  value: string;
  label: string;
  onSearch: (q: string) => void;
  autoFocus?: boolean;
}) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text === value) return undefined;
    const timer = setTimeout(() => onSearch(text), 300);
    return () => clearTimeout(timer);
  });
  return (
    <Input
      id={id} allowClear autoFocus={autoFocus} prefix={<SearchOutlined aria-hidden />} placeholder={label} aria-label={label} type="search"
      value={text} onChange={({ target }) => setText(target.value)} onPressEnter={() => onSearch(text)}
    />
  );
}
