package dev.processkit.client.wrong;

import dev.processkit.client.ProcessClient;

/**
 * Cannot be called: only names travel.
 */
@ProcessClient("pricing")
interface Overloaded {

	String quote(int id);

	String quote(String sku);

}
