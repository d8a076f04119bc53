import type { TableProps } from 'antd';

/** The order in which antd's head of a column shows itself. */
export function orderOf(sort: string, name: string): 'ascend' | 'descend' | null {
  if (sort.replace('-', '') !== name) return null;
  return sort.startsWith('-') ? 'descend' : 'ascend';
}

/** What antd says when a head is pressed, as the list's own `sort`. */
export function onSorted<Row>(onSort: (sort: string) => void): TableProps<Row>['onChange'] {
  return (_pages, _filters, sorter) => {
    if (Array.isArray(sorter)) return;
    const key = String(sorter.columnKey ?? '');
    onSort(sorter.order ? (sorter.order === 'descend' ? `-${key}` : key) : '');
  };
}
