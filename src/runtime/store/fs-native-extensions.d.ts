/** The part of fs-native-extensions that is used here; the package has no types of its own. */
declare module "fs-native-extensions" {
  interface LockOptions {
    readonly shared?: boolean;
  }
  interface NativeFiles {
    /** Tries to lock a range (0, 0: the whole file) and says whether it got the lock. */
    tryLock(descriptor: number, offset: number, length: number, options?: LockOptions): boolean;
    unlock(descriptor: number): void;
  }
  const nativeFiles: NativeFiles;
  export default nativeFiles;
}
