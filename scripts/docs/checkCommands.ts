import type { Help } from './help.ts';
import type { MarkdownDocument } from './markdown.ts';

/** Reads the help of an npm script's command line, or of one of its subcommands; empty if it has none. */
export type ReadHelp = (script: string, subcommand?: string) => Promise<Help>;

/**
 * A sentence for each npm command in the documents that does not exist, or has an option, a subcommand or an argument
 * that its own help does not know; and for each option on its own that no command of the same document has. Words in
 * capitals, as in `--out FILE`, are placeholders.
 *
 * @param scripts the npm scripts that exist
 */
export async function checkCommands(
  documents: MarkdownDocument[],
  scripts: ReadonlySet<string>,
  readHelp: ReadHelp,
): Promise<string[]> {
  const checks = documents.flatMap(({ path, commands, options }) => [
    ...commands.map(async ({ line, script, args }) => ({
      at: `${path}:${String(line)}`,
      problem: scripts.has(script)
        ? await problemOf(script, args, readHelp)
        : `package.json has no script "${script}"`,
    })),
    ...options.map(async ({ line, name }) => ({
      at: `${path}:${String(line)}`,
      problem: (
        await optionsOf(
          commands.filter(({ script }) => scripts.has(script)),
          readHelp,
        )
      ).has(name)
        ? null
        : `no command in this document has an option ${name}`,
    })),
  ]);
  return (await Promise.all(checks)).flatMap(({ at, problem }) =>
    problem === null ? [] : [`${at}: ${problem}.`],
  );
}

/** The options of these commands and of the subcommands they are used with. */
async function optionsOf(
  commands: MarkdownDocument['commands'],
  readHelp: ReadHelp,
): Promise<ReadonlySet<string>> {
  const options = await Promise.all(
    commands.map(async ({ script, args: [first = ''] }) => {
      const help = await readHelp(script);
      const own = help.subcommands.has(first) ? (await readHelp(script, first)).options : new Set<string>();
      return help.options.union(own);
    }),
  );
  return options.reduce((all, some) => all.union(some), new Set<string>());
}

async function problemOf(script: string, args: string[], readHelp: ReadHelp): Promise<string | null> {
  if (args.length === 0) return null;
  const help = await readHelp(script);
  const [first = ''] = args;
  if (help.subcommands.size === 0 || first.startsWith('-')) return wrongArgument(`"${script}"`, help, args);
  if (!help.subcommands.has(first)) return `"${script}" has no subcommand "${first}"`;
  const own = await readHelp(script, first);
  const options = help.options.union(own.options);
  const valued = help.valued.union(own.valued);
  return wrongArgument(`"${script} ${first}"`, { ...own, options, valued }, args.slice(1));
}

function wrongArgument(command: string, help: Help, args: string[]): string | null {
  let valued: string | null = null;
  for (const arg of args) {
    if (valued !== null && !(help.variadic.has(valued) && arg.startsWith('-'))) {
      if (!help.variadic.has(valued)) valued = null;
    } else if (arg.startsWith('-')) {
      const [name = ''] = arg.split('=');
      if (!help.options.has(name)) return `${command} has no option ${name}`;
      valued = help.valued.has(name) && name === arg ? name : null;
    } else if (!help.takesArguments) {
      return `${command} takes no argument "${arg}"`;
    } else if (help.choices.size > 0 && !help.choices.has(arg) && arg !== arg.toUpperCase()) {
      return `${command} does not know "${arg}"`;
    }
  }
  return null;
}
