/** The shelf as a bucket in any S3-compatible store. */
import type { DriverContract } from 'flydrive/types'

/**
 * Where the bucket is. `endpoint` is for stores other than Amazon's; those usually also want `pathStyle`. Without keys
 * the usual sources of the AWS SDK apply (environment, instance role).
 */
export interface BucketConfig {
  kind: 's3'
  bucket: string
  region?: string
  endpoint?: string
  pathStyle?: boolean
  accessKeyId?: string
  secretAccessKey?: string
}

const PACKAGES = '@aws-sdk/client-s3 @aws-sdk/s3-request-presigner'

/**
 * The SDK is loaded only when a bucket is configured: it is larger than everything else together, and most
 * installations keep their photos in a folder. ACLs are off because new buckets refuse them; the bucket stays private.
 */
export async function openBucket(config: BucketConfig): Promise<DriverContract> {
  const { S3Driver } = await import('flydrive/drivers/s3').catch(explainMissing)
  const { bucket, endpoint, accessKeyId, secretAccessKey } = config
  return new S3Driver({
    bucket,
    region: config.region ?? 'us-east-1',
    forcePathStyle: config.pathStyle ?? endpoint !== undefined,
    visibility: 'private',
    supportsACL: false,
    ...(endpoint && { endpoint }),
    ...(accessKeyId && secretAccessKey && { credentials: { accessKeyId, secretAccessKey } }),
  })
}

function explainMissing(fault: NodeJS.ErrnoException): never {
  if (fault.code !== 'ERR_MODULE_NOT_FOUND') throw fault
  throw new Error(`Keeping files in an S3 bucket needs two more packages. Run: npm install ${PACKAGES}`, {
    cause: fault,
  })
}
