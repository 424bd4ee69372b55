package dev.processkit;

import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeJars;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.jspecify.annotations.NullMarked;
import org.springframework.boot.autoconfigure.AutoConfiguration;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * Holds what the design says about the packages of this module.
 */
@AnalyzeClasses(packages = "dev.processkit", importOptions = { DoNotIncludeTests.class, DoNotIncludeJars.class })
class ArchitectureTests {

	private static final String AUTOCONFIGURE = "dev.processkit.autoconfigure..";

	private static final String INTEGRATION = "dev.processkit.integration..";

	private static final String ACTUATE = "dev.processkit.actuate..";

	private static final String HEALTH = "dev.processkit.health..";

	private static final String METRICS = "dev.processkit.metrics..";

	private static final String CLIENT = "dev.processkit.client..";

	private static final String EXECUTOR = "dev.processkit.executor..";

	private static final String OBSERVATION = "dev.processkit.observation..";

	private static final String OPERATION = "dev.processkit.operation..";

	private static final String CONSOLE = "dev.processkit.console..";

	@ArchTest
	static final ArchRule nothingImportsTheWiring = noClasses().that()
		.resideOutsideOfPackage(AUTOCONFIGURE)
		.should()
		.dependOnClassesThat()
		.resideInAPackage(AUTOCONFIGURE)
		.because("features must work when they are wired by hand");

	@ArchTest
	static final ArchRule socketsStandAlone = standsAlone(INTEGRATION, ACTUATE, HEALTH, METRICS);

	@ArchTest
	static final ArchRule actuatorStandsAlone = standsAlone(ACTUATE, INTEGRATION, HEALTH, METRICS);

	@ArchTest
	static final ArchRule healthStandsAlone = standsAlone(HEALTH, INTEGRATION, ACTUATE, METRICS);

	@ArchTest
	static final ArchRule metersStandAlone = standsAlone(METRICS, INTEGRATION, ACTUATE, HEALTH);

	@ArchTest
	static final ArchRule springIntegrationIsForSockets = isOnlyFor("org.springframework.integration..", INTEGRATION);

	@ArchTest
	static final ArchRule actuatorIsForTheActuator = isOnlyFor("org.springframework.boot.actuate..", ACTUATE);

	@ArchTest
	static final ArchRule bootHealthIsForHealth = isOnlyFor("org.springframework.boot.health..", HEALTH);

	@ArchTest
	static final ArchRule micrometerIsForMeters = isOnlyFor("io.micrometer..", METRICS, OBSERVATION);

	@ArchTest
	static final ArchRule jacksonIsForTypedCallsAndTheConsole = isOnlyFor("tools.jackson..", CLIENT, CONSOLE);

	@ArchTest
	static final ArchRule consoleStandsAlone = standsAlone(CONSOLE, ACTUATE, HEALTH, METRICS, CLIENT, EXECUTOR,
			OBSERVATION);

	@ArchTest
	static final ArchRule consoleNeedsNoFramework = noClasses().that()
		.resideInAPackage(CONSOLE)
		.should()
		.dependOnClassesThat()
		.resideInAPackage("org.springframework..")
		.because("it serves whatever it is given; finding that is wiring");

	@ArchTest
	static final ArchRule operationsStandAlone = standsAlone(OPERATION, INTEGRATION, ACTUATE, HEALTH, METRICS, CLIENT,
			EXECUTOR, OBSERVATION, CONSOLE, "org.springframework..");

	@ArchTest
	static final ArchRule listeningNeedsNoFramework = noClasses().that()
		.haveNameMatching("dev.processkit.integration.(ListeningSocket|UnixSocketFile|EndpointBindException)")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("org.springframework..")
		.because("the admin console listens where Spring Integration is absent");

	@ArchTest
	static final ArchRule executorsStandAlone = standsAlone(EXECUTOR, INTEGRATION, ACTUATE, HEALTH, METRICS, CLIENT);

	@ArchTest
	static final ArchRule clientsStandAlone = standsAlone(CLIENT, INTEGRATION, ACTUATE, HEALTH, METRICS, OBSERVATION);

	@ArchTest
	static final ArchRule workersWithoutSpringCanAnswer = noClasses().that()
		.resideInAPackage(CLIENT)
		.should()
		.dependOnClassesThat()
		.resideInAPackage("org.springframework..")
		.because("a lean worker loads what it needs and no more");

	@ArchTest
	static final ArchRule packagesHaveNoCycles = slices().matching("dev.processkit.(*)..")
		.should()
		.beFreeOfCycles()
		.because("arrows run one way");

	@ArchTest
	static final ArchRule nothingTouchesTheOperatingSystem = noClasses().that()
		.resideOutsideOfPackage("dev.processkit.launch")
		.should()
		.dependOnClassesThat()
		.belongToAnyOf(ProcessBuilder.class, ProcessHandle.class, Process.class)
		.because("identity, groups and orphans are looked after in one place");

	@ArchTest
	static final ArchRule nothingSleeps = noClasses().should()
		.callMethod(Thread.class, "sleep", long.class)
		.because("whoever sleeps cannot be stopped");

	@ArchTest
	static final ArchRule autoConfigurationsAreNamedSo = classes().that()
		.areAnnotatedWith(AutoConfiguration.class)
		.should()
		.bePublic()
		.andShould()
		.haveModifier(JavaModifier.FINAL)
		.andShould()
		.haveSimpleNameEndingWith("AutoConfiguration")
		.andShould()
		.resideInAPackage(AUTOCONFIGURE)
		.because("they are named in a file and in other people's 'after', but nobody extends them");

	@ArchTest
	static final ArchRule autoConfigurationsHaveNoPublicMethods = methods().that()
		.areDeclaredInClassesThat()
		.areAnnotatedWith(AutoConfiguration.class)
		.should()
		.notBePublic()
		.because("their beans are the interface, their methods are not");

	@ArchTest
	static final ArchRule autoConfigurationsHaveNoPublicFields = fields().that()
		.areDeclaredInClassesThat()
		.areAnnotatedWith(AutoConfiguration.class)
		.should()
		.notBePublic()
		.because("their beans are the interface, their fields are not")
		.allowEmptyShould(true);

	@ArchTest
	static final ArchRule namesSayWhatAThingIs = noClasses().that()
		.areNotAssignableTo(ProcessManager.class)
		.should()
		.haveNameMatching(".*(Util|Utils|Helper|Impl|Manager)")
		.orShould()
		.haveNameMatching(".*\\.Abstract[^.]*")
		.because("such names say how a thing was made, not what it is for; ProcessManager is the contract's word");

	@ArchTest
	static final ArchRule packagesAreNullMarked = classes().that()
		.haveSimpleName("package-info")
		.should()
		.beAnnotatedWith(NullMarked.class)
		.because("null is the exception that signatures name");

	private static ArchRule standsAlone(String feature, String... others) {
		return noClasses().that()
			.resideInAPackage(feature)
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage(others)
			.because("an application that has the one technology need not have the other")
			.allowEmptyShould(true);
	}

	private static ArchRule isOnlyFor(String technology, String... features) {
		String[] allowed = Stream.concat(Stream.of(features), Stream.of(AUTOCONFIGURE)).toArray(String[]::new);
		return noClasses().that()
			.resideOutsideOfPackages(allowed)
			.should()
			.dependOnClassesThat()
			.resideInAPackage(technology)
			.because("it is optional: nothing else may fail when it is absent");
	}

}
