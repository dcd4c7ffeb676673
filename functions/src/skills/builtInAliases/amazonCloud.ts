import type { SkillCategory } from './skillCategory.ts';

export const amazonCloud: SkillCategory = {
  prefixes: ['AWS', 'Amazon'],
  skills: {
    AWS: ['Amazon Web Services', 'AWS Cloud', 'AWS Services', 'Amazon Cloud', 'AWS Cloud Computing'],
    'Amazon S3': ['S3'],
    'Amazon EC2': ['EC2'],
    'Amazon RDS': ['Amazon Relational Database Service'],
    'AWS Lambda': ['AWS Lambda Functions', 'Amazon Lambda'],
    DynamoDB: [],
    Redshift: [],
    SageMaker: [],
    CloudFormation: [],
  },
};
