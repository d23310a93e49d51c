import type { ApiObject } from 'cdk8s';
import type { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { SyncOption, SyncWave } from '../argocd/sync.ts';
import type { Cidr } from '../network/cidr.ts';
import type { PropsReview } from '../refusal/props-review.ts';
import type { SecretKind } from './secret-kind.ts';

/** Where a container finds a value that must never be in Git. The value itself never passes through this program. */
export interface SecretSource {
  /** Refuses what is wrong with it. */
  review(context: SourceReview): void;

  /** Renders the objects that fetch the value, and says how a container gets it. */
  deliver(scope: Construct, request: SecretRequest): SecretDelivery;
}

/** What a source is held against. */
export interface SourceReview {
  readonly review: PropsReview;

  /** The prop that holds the source. */
  readonly field: string;

  readonly kind: SecretKind;

  /** The ranges of the mesh, to which no way leads before the secret is there. */
  readonly overlays: readonly Cidr[];
}

/** What is to be delivered, and to whom. */
export interface SecretRequest {
  /** What the objects are called that fetch the value, and the Secret that is made of it. */
  readonly name: string;

  /** The labels and annotations of those objects, and where they live. */
  metadata(wave: SyncWave, ...options: SyncOption[]): Omit<k8s.ObjectMeta, 'name'>;

  /** Whom the store gives the value to. */
  readonly serviceAccountName: string;

  /** The environment variable that the program reads the value from. The one with `_FILE` behind it names a file. */
  readonly variable: string;

  /** What the volume is called that holds the value. */
  readonly volumeName: string;

  /**
   * Whether another value takes its place from time to time, so that it has to be fetched again.
   *
   * @default false
   */
  readonly isReplaced?: boolean;
}

/** All of it goes into one container and its pod together: the CSI driver syncs a Secret only while it is mounted. */
export interface SecretDelivery {
  /** The objects that fetch the value; none where others do. */
  readonly objects: readonly ApiObject[];

  readonly environment: k8s.EnvVar;
  readonly volumes: readonly k8s.Volume[];
  readonly volumeMounts: readonly k8s.VolumeMount[];
}

/**
 * How a container gets the value: as an environment variable, from a Secret; or as a file, whose name the environment
 * has.
 */
export type DeliveryForm = 'environment' | 'file';
