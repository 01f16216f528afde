/** What went wrong takes the focus, so that whoever listens hears it first. */
document.querySelector<HTMLElement>('[data-focus]')?.focus()
export {}
