import { defineString } from 'firebase-functions/params';
import { functionsRegion } from './region.ts';

/** Functions that need the same rights in Google Cloud; docs/deploying.md lists the rights of each group. */
type FunctionGroup = keyof typeof SERVICE_ACCOUNTS;

const SERVICE_ACCOUNTS = {
  /** Publish changes: nobody else may publish to the topic that the writer trusts. */
  triggers: serviceAccount('TRIGGERS_SERVICE_ACCOUNT', 'the Firestore triggers'),
  /** Read people and write their cards; delete what a deleted event leaves. */
  cards: serviceAccount('CARDS_SERVICE_ACCOUNT', 'the triggers that write to Firestore'),
  writer: serviceAccount('WRITER_SERVICE_ACCOUNT', 'applyChanges'),
  callables: serviceAccount(
    'CALLABLES_SERVICE_ACCOUNT',
    'the callables that use neither Cloudinary nor Firestore',
  ),
  /** Write what the suite itself knows of people into their documents. */
  records: serviceAccount('RECORDS_SERVICE_ACCOUNT', 'the callables that write to Firestore'),
  jobs: serviceAccount('JOBS_SERVICE_ACCOUNT', 'the scheduled jobs that do not use Cloudinary'),
  accounts: serviceAccount('ACCOUNTS_SERVICE_ACCOUNT', 'what sets and checks roles'),
  /** Read everything, and sign URLs. */
  exports: serviceAccount('EXPORTS_SERVICE_ACCOUNT', "what makes archives of people's data"),
  /** Delete accounts, and what is kept of a person in every store. */
  erasure: serviceAccount('ERASURE_SERVICE_ACCOUNT', 'what erases people'),
  media: serviceAccount('MEDIA_SERVICE_ACCOUNT', 'the functions that use Cloudinary'),
};

type StringParameter = ReturnType<typeof defineString>;

function serviceAccount(name: string, runs: string): StringParameter {
  return defineString(name, {
    default: '',
    description: `E-mail address of the service account that runs ${runs}; empty for the project's default account`,
  });
}

/** Where the functions of a group run, and as whom: the first options of every deployed function. */
export function deployedAs(group: FunctionGroup): {
  region: StringParameter;
  serviceAccount: StringParameter;
} {
  return { region: functionsRegion, serviceAccount: SERVICE_ACCOUNTS[group] };
}
