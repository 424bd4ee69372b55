package dev.processkit.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@EnabledOnOs(OS.LINUX)
@ExtendWith(OutputCaptureExtension.class)
class ResourceReportTests {

	@Test
	void whatCannotBeHadIsToldAtStart(CapturedOutput output) {
		new SpringApplicationBuilder(App.class).web(WebApplicationType.NONE)
			.properties("process.processes.job.command=true", "process.processes.job.resources.cpus=4000",
					"process.processes.modest.command=true", "process.task-executors.crunch.resources.cpus=4001")
			.run()
			.close();
		assertThat(output)
			.contains("Process 'job': resources.cpus '4000' is left out: the application has the processors ")
			.contains("Process 'crunch': resources.cpus '4001' is left out")
			.doesNotContain("Process 'modest'");
	}

	@EnableAutoConfiguration
	static class App {

	}

}
