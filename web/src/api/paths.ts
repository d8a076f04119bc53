/** The path of the API's absolute link, as its next page is asked for. */
export function pathOf(url: string): string {
  const { pathname, search } = new URL(url, location.origin);
  return pathname + search;
}
