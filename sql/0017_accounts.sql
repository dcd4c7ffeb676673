-- Who cannot sign in, as of last night: their account is disabled or gone (functions/src/accounts/roles/compareRoles.ts).
create table locked_out_accounts (
  user_id text collate "C" primary key
);
