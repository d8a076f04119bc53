/** The open task's view with its form; fetched once, ahead of need when the pointer nears the list. */
export async function loadTaskView() {
  return { default: (await import('./TaskView')).TaskView };
}
