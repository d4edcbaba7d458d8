/** Changes both clusters, and takes half a minute. */
export const SCENARIO = 'ch12/failover';
