import * as functions from '../functions/src/index.ts';
import { askAs, connectClient } from './ask/client.ts';
import { describeCallables, resolveCallable, type AskableCallable } from './ask/callables.ts';
import { formatAnswer } from './ask/format.ts';
import { findPerson } from './ask/person.ts';
import { command, run, wholeNumber } from './lib/command.ts';

const CALLABLES = Object.values(functions).filter(
  (each) => 'definition' in each && 'input' in each.definition,
);
const callables = (CALLABLES as AskableCallable[]).map(({ definition }) => definition);

const program = command(
  'npm run ask',
  'Asks a callable as a person, through the Firebase client SDK: on the local stack, or in a deployed project.',
)
  .usage("-- <callable> --as <person> ['{…}']")
  .argument('[callable]', 'name, or an unambiguous beginning of it; without one, lists the callables')
  .argument('[input]', 'input as JSON', '{}')
  .option('--as <person>', 'id, e-mail address, or part of a name')
  .option('--json', 'print the answer as JSON')
  .option('--port-offset <number>', "the local stack's --port-offset", wholeNumber, 0)
  .option('--project <id>', 'ask a deployed project, with your own Google credentials')
  .option('--api-key <key>', "the deployed project's web API key; otherwise FIREBASE_API_KEY")
  .option('--region <region>', 'where the functions are deployed', 'us-central1')
  .addHelpText('after', `\nCallables: ${callables.map(({ name }) => name).join(', ')}`)
  .parse();
const options = program.opts<{
  as?: string;
  json?: true;
  portOffset: number;
  project?: string;
  apiKey?: string;
  region: string;
}>();
const [name, json = '{}'] = program.args;

await run(async (cleanup) => {
  if (name === undefined) {
    console.log(describeCallables(callables));
    return 0;
  }
  const callable = resolveCallable(callables, name);
  if (options.as === undefined) {
    throw new Error(`Who asks? Add --as with an id, an e-mail address or part of a name.`);
  }
  const client = await connectClient(cleanup, options);
  const person = await findPerson(client.firestore, options.as, client.isLocal);
  const answer = await askAs(client, person.id, callable.name, parseJson(json));
  if (options.json) console.log(JSON.stringify(answer));
  else console.log(`${callable.name} as ${person.name} (${person.id})\n\n${formatAnswer(answer)}`);
  return 0;
});

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`The input is not JSON: ${text}\nQuote it for the shell, as in '{"limit": 3}'.`);
  }
}
