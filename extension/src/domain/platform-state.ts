/** The platforms as our own pages show them: which version is in force, where it is from, which others there are. */
type DescriptionSource = 'built_in' | 'server' | 'taught';

export interface VersionSummary {
  readonly version: number;
  readonly source: DescriptionSource;
}

export interface PlatformSummary {
  readonly id: string;
  readonly name: { readonly 'zh-CN': string; readonly en: string };
  readonly hosts: readonly string[];
  readonly state: 'proven' | 'unproven';
  readonly inForce: VersionSummary;
  /** Every version that can be gone back to, the newest first. */
  readonly versions: readonly VersionSummary[];
  /** The version the seller went back to; null while the newest counts. */
  readonly chosen: number | null;
  /** Words were taught in this browser. */
  readonly isTaught: boolean;
  readonly isEnabled: boolean;
}

/** A description that was skipped: it does not parse, is for a newer engine, or is larger or deeper than any is. */
export interface SkippedDescription {
  readonly id: string;
  readonly version: number | null;
  readonly why: 'shape' | 'engine' | 'size';
}

export interface PlatformsState {
  readonly platforms: readonly PlatformSummary[];
  readonly skipped: readonly SkippedDescription[];
  /** When a server was last asked; null before the first time. */
  readonly checked: string | null;
}
