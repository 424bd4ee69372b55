package dev.processkit.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.springframework.stereotype.Service;

/**
 * Knows how much space is left.
 */
@Service
class DiskSpace {

	/**
	 * The space that is left for this user.
	 * @param directory a directory on the disk
	 * @return the space in bytes
	 * @throws IOException if there is no such directory
	 */
	long free(Path directory) throws IOException {
		return Files.getFileStore(directory).getUsableSpace();
	}

}
