import { z } from 'zod';
import { dailyLimits } from '../../platform/config.ts';
import { defineCollection } from '../../platform/documents/collection.ts';
import { entryCount, longText, requiredDocumentId, time } from '../../platform/documents/fields.ts';
import { label, labelKey } from '../../platform/documents/labels.ts';
import { mediaLinks, mediaList } from '../../media/index.ts';
import { combineChildRows } from '../../platform/documents/childRows.ts';
import { POST_SKILLS, skillLinks, skillList, type Skill } from '../../skills/index.ts';

interface AuthoredFields {
  userId: string;
  skills: Skill[];
}

export const showcasePosts = defineCollection({
  path: 'showcase_posts/{postId}',
  table: 'showcase_posts',
  key: { id: 'postId' },
  schema: z.object({
    userId: requiredDocumentId,
    content: longText,
    category: label,
    skills: skillList,
    likes: entryCount,
    comments: entryCount,
    shares: entryCount,
    mediaIds: mediaList,
    createdAt: time,
  }),
  columns: ['user_id', 'content', 'category', 'category_key', 'skills', 'engagement_metrics', 'created_at'],
  references: { user_id: 'users' },
  project: (post, { createdAt }) => ({
    user_id: post.userId,
    content: post.content,
    category: post.category,
    category_key: labelKey(post.category),
    skills: post.skills.map((skill) => skill.name),
    engagement_metrics: { likes: post.likes, comments: post.comments, shares: post.shares },
    created_at: createdAt(post.createdAt),
  }),
  childRows: combineChildRows<AuthoredFields & { mediaIds: string[] }>(
    skillLinks(
      POST_SKILLS,
      ({ userId }) => userId,
      (_skill, { userId }: AuthoredFields) => ({ user_id: userId }),
    ),
    mediaLinks('showcase_post', ({ userId }) => userId),
  ),
  owners: ['userId'],
  perDay: { person: 'user_id', limit: dailyLimits.posts },
});
