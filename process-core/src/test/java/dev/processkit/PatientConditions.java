package dev.processkit;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Lets conditions take a minute and a half to come true: on a busy machine the start of a
 * JVM alone may take ten seconds, which are no defect.
 */
public class PatientConditions implements BeforeAllCallback {

	@Override
	public void beforeAll(ExtensionContext context) {
		Awaitility.setDefaultTimeout(Duration.ofSeconds(90));
	}

}
