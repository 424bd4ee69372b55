package dev.processkit.sample;

import java.util.Map;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import dev.processkit.shared.SharedRow;
import dev.processkit.shared.SharedTables;

/**
 * Reads what the {@link InboxArchiver} has counted, in memory that both share: no worker
 * is asked, and the figures outlive it.
 */
@RestController
class ArchiveController {

	private final SharedTables tables;

	ArchiveController(SharedTables tables) {
		this.tables = tables;
	}

	@GetMapping("/archive")
	Map<String, Object> archive() {
		SharedRow total = this.tables.table(InboxArchiver.TABLE).get(InboxArchiver.TOTAL);
		return (total != null) ? total.values() : Map.of("files", 0);
	}

}
