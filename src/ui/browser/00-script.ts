/** Pages are whole without a script; this mark shows what needs one and hides what stands in for it. */
document.documentElement.dataset['script'] = ''
export {}
