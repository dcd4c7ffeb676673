import type { Json, JsonObject } from '../../../platform/documents/json.ts';
import type { ExportContext } from '../dataFile.ts';

/** A post of the person's: who liked and shared it is reduced to numbers, comments of others to what members see. */
export function toOwnPost(post: JsonObject, { uid }: ExportContext): JsonObject {
  const { likes, shares, comments, ...own } = post;
  const reactions = (value: Json | undefined): JsonObject => ({
    count: Array.isArray(value) ? value.length : (value ?? 0),
    yours: includes(value, uid),
  });
  return {
    ...own,
    likes: reactions(likes),
    shares: reactions(shares),
    comments: commentsIn(comments).map((comment) => (comment['userId'] === uid ? comment : shown(comment))),
  };
}

/** The person's own part in a post of somebody else; null if they have none, or it is their own. */
export function toReaction(post: JsonObject, { uid }: ExportContext): JsonObject | null {
  if (post['userId'] === uid) return null;
  const [liked, shared] = [includes(post['likes'], uid), includes(post['shares'], uid)];
  const comments = commentsIn(post['comments']).filter((comment) => comment['userId'] === uid);
  return liked || shared || comments.length > 0 ? { liked, shared, comments } : null;
}

/** A connection, with the name of the other person. What the other wrote into it besides is theirs. */
export function toConnection(connection: JsonObject, { uid, names }: ExportContext): JsonObject {
  const { fromUid, toUid, ...rest } = connection;
  const { status = null, createdAt = null } = rest;
  const isSent = fromUid === uid;
  const other = isSent ? toUid : fromUid;
  return {
    ...(isSent ? rest : {}),
    direction: isSent ? 'sent' : 'received',
    with: names.of(typeof other === 'string' ? other : null),
    status,
    createdAt,
  };
}

/** What everybody sees of a comment. */
function shown({ userId = null, text, content, createdAt = null, deleted }: JsonObject): JsonObject {
  return {
    userId,
    ...(text !== undefined && { text }),
    ...(content !== undefined && { content }),
    ...(deleted !== undefined && { deleted }),
    createdAt,
  };
}

function commentsIn(value: Json | undefined): JsonObject[] {
  if (!Array.isArray(value)) return [];
  return value.filter(
    (comment): comment is JsonObject =>
      typeof comment === 'object' && comment !== null && !Array.isArray(comment),
  );
}

function includes(list: Json | undefined, uid: string): boolean {
  return Array.isArray(list) && list.includes(uid);
}
