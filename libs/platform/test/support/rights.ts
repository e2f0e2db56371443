import kafkajs, { type AclEntry } from 'kafkajs';

const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = kafkajs;

/** What a right is to: one by its name, or all whose names begin so. */
export type Resource = { readonly topic: string } | { readonly topicsUnder: string } | { readonly groupsUnder: string };

/** Rights of a user, as `kafka-acls.sh --add` would give them. */
export const rightTo = (
  user: string,
  resource: Resource,
  ...operations: readonly (keyof typeof AclOperationTypes)[]
): readonly AclEntry[] =>
  operations.map((operation) => ({
    principal: `User:${user}`,
    host: '*',
    permissionType: AclPermissionTypes.ALLOW,
    operation: AclOperationTypes[operation],
    ...named(resource),
  }));

function named(resource: Resource): Pick<AclEntry, 'resourceName' | 'resourceType' | 'resourcePatternType'> {
  if ('topic' in resource) {
    return {
      resourceName: resource.topic,
      resourceType: AclResourceTypes.TOPIC,
      resourcePatternType: ResourcePatternTypes.LITERAL,
    };
  }
  const ofTopics = 'topicsUnder' in resource;
  return {
    resourceName: ofTopics ? resource.topicsUnder : resource.groupsUnder,
    resourceType: ofTopics ? AclResourceTypes.TOPIC : AclResourceTypes.GROUP,
    resourcePatternType: ResourcePatternTypes.PREFIXED,
  };
}
