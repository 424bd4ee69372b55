package dev.processkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.jspecify.annotations.NullMarked;

import static com.tngtech.archunit.base.DescribedPredicate.and;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * Holds what the design says about the packages of this module.
 */
@AnalyzeClasses(packages = "dev.processkit", importOptions = DoNotIncludeTests.class)
class ArchitectureTests {

	private static final String VOCABULARY = "dev.processkit";

	private static final String LAUNCH = "dev.processkit.launch";

	private static final String CONTROL = "dev.processkit.control";

	private static final String SUPERVISOR = "dev.processkit.supervisor";

	private static final String WORKER = "dev.processkit.worker";

	private static final String TASK = "dev.processkit.task";

	private static final String SHARED = "dev.processkit.shared";

	private static final String JOB = "dev.processkit.job";

	@ArchTest
	static final ArchRule vocabularyImportsNothing = onlyImports(VOCABULARY)
		.because("everything else speaks in its words");

	@ArchTest
	static final ArchRule launchImportsVocabulary = onlyImports(LAUNCH, VOCABULARY)
		.because("the operating system is the same whoever decides");

	@ArchTest
	static final ArchRule controlImportsVocabulary = onlyImports(CONTROL, VOCABULARY)
		.because("the wire must stand alone, for workers in other languages");

	@ArchTest
	static final ArchRule supervisorImportsWhatItDecidesAbout = onlyImports(SUPERVISOR, VOCABULARY, LAUNCH, CONTROL)
		.because("decisions must not know the child's side");

	@ArchTest
	static final ArchRule workerImportsControl = onlyImports(WORKER, VOCABULARY, CONTROL)
		.because("what a child JVM loads costs start-up time and memory in every child");

	@ArchTest
	static final ArchRule taskImportsTheWorker = onlyImports(TASK, VOCABULARY, CONTROL, WORKER)
		.because("a task worker is a worker like any other");

	@ArchTest
	static final ArchRule sharedImportsVocabulary = onlyImports(SHARED, VOCABULARY)
		.because("every worker and the application use the same of it");

	@ArchTest
	static final ArchRule jobImportsVocabulary = onlyImports(JOB, VOCABULARY)
		.because("jobs are processes like others, run through the same door");

	@ArchTest
	static final ArchRule coreImportsTheJdkOnly = classes().should()
		.onlyDependOnClassesThat(resideInAnyPackage("java..", "javax..", "jdk..", "sun.misc..",
				"org.jspecify.annotations..", "dev.processkit.."))
		.because("a child JVM needs nothing but this module, and the decisions need no framework");

	@ArchTest
	static final ArchRule packagesHaveNoCycles = slices().matching("dev.processkit.(*)..")
		.should()
		.beFreeOfCycles()
		.because("arrows run one way");

	@ArchTest
	static final ArchRule theOperatingSystemIsInOnePlace = noClasses().that()
		.resideOutsideOfPackage(LAUNCH)
		.should()
		.dependOnClassesThat()
		.belongToAnyOf(ProcessBuilder.class, ProcessHandle.class, Process.class)
		.because("identity, groups and orphans are looked after in one place");

	@ArchTest
	static final ArchRule decisionsDoNotSleep = noClasses().that()
		.resideInAnyPackage(VOCABULARY, SUPERVISOR)
		.should()
		.callMethod(Thread.class, "sleep", long.class)
		.orShould()
		.callMethod(Thread.class, "sleep", Duration.class)
		.because("whoever sleeps cannot be woken by a signal, nor be tested with a simulated clock");

	@ArchTest
	static final ArchRule decisionsDoNotReadTheWallClock = noClasses().that()
		.resideInAnyPackage(VOCABULARY, SUPERVISOR)
		.and()
		.areNotAssignableTo(InstantSource.class)
		.should()
		.callMethod(Instant.class, "now")
		.orShould()
		.callMethod(System.class, "currentTimeMillis")
		.orShould()
		.callMethod(Clock.class, "systemUTC")
		.because("time is injected, so that tests turn the clock");

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

	private static ArchRule onlyImports(String layer, String... others) {
		return noClasses().that()
			.resideInAPackage(layer)
			.should()
			.dependOnClassesThat(and(resideInAPackage("dev.processkit.."), not(resideInAPackage(layer)),
					not(resideInAnyPackage(others))))
			.allowEmptyShould(true);
	}

}
