import type { SkillCategory } from './skillCategory.ts';

export const apacheProjects: SkillCategory = {
  prefixes: ['Apache'],
  allowsVersion: true,
  skills: {
    Spark: [],
    Kafka: [],
    Hadoop: ['Hadoop ecosystem'],
    Hive: [],
    Airflow: [],
    Flink: [],
    Cassandra: ['Cassandra DB', 'Cassandra database'],
    Tomcat: [],
    Maven: [],
    Subversion: ['SVN'],
  },
};
