/** What a command line accepts, as its `--help` says. */
export interface Help {
  options: Set<string>;
  /** Options that take a value. */
  valued: Set<string>;
  /** Those of them that take several. */
  variadic: Set<string>;
  /** Subcommands and their aliases; empty when it has none. */
  subcommands: Set<string>;
  /** Whether it takes arguments besides options. */
  takesArguments: boolean;
  /** Values its argument is limited to; empty when it takes any. */
  choices: Set<string>;
}

/** Reads the help text of a Commander program. */
export function parseHelp(text: string): Help {
  const section = (title: string): string =>
    new RegExp(`^${title}:\\n((?: .*\\n?|\\n(?= ))*)`, 'm').exec(text)?.[1] ?? '';
  const options = [...section('Options').matchAll(/^ {2}(?:-\w, )?(--[\w-]+)( [<[][\w-]+(\.{3})?)?/gm)];
  const subcommands = [...section('Commands').matchAll(/^ {2}([\w-]+)(?:\|([\w-]+))?/gm)];
  const argument = section('Arguments');
  const choices = /\(choices:([^)]*)\)/.exec(argument)?.[1] ?? '';
  return {
    options: new Set(options.map(([, name = '']) => name)),
    valued: new Set(options.filter(([, , value]) => value !== undefined).map(([, name = '']) => name)),
    variadic: new Set(options.filter(([, , , dots]) => dots !== undefined).map(([, name = '']) => name)),
    subcommands: new Set(
      subcommands.flatMap(([, name, alias]) => [name, alias].filter((one) => one !== undefined)),
    ),
    takesArguments: argument !== '' || /^Usage: .*(<[\w-]+>|\[(?!options|command)[\w.-]+\])/m.test(text),
    choices: new Set([...choices.matchAll(/"([^"]*)"/g)].map(([, value = '']) => value)),
  };
}
