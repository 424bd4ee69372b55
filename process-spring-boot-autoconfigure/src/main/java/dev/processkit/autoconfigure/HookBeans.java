package dev.processkit.autoconfigure;

import java.util.Arrays;

import dev.processkit.HookAction;
import dev.processkit.HookPolicy;
import dev.processkit.HookPolicy.Moment;
import dev.processkit.InvalidDefinitionException;
import dev.processkit.ProcessHook;
import dev.processkit.supervisor.HookSource;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;

/**
 * The hooks among the beans of the application. A bean is asked for when its hook is run:
 * a lazy one stays lazy until then.
 */
final class HookBeans implements HookSource {

	private final ListableBeanFactory beans;

	HookBeans(ListableBeanFactory beans) {
		this.beans = beans;
	}

	@Override
	public ProcessHook find(String name) {
		return this.beans.getBean(name, ProcessHook.class);
	}

	/**
	 * Refuse what names no hook. Makes no bean.
	 * @param hooks what is named
	 * @throws InvalidDefinitionException if there is no such bean, or it is no hook
	 */
	void require(HookPolicy hooks) {
		for (Moment moment : Moment.values()) {
			if (hooks.action(moment) instanceof HookAction.Bean bean) {
				require("hooks." + moment, bean);
			}
		}
	}

	private void require(String property, HookAction.Bean bean) {
		if (!this.beans.containsBean(bean.name())) {
			throw new InvalidDefinitionException(property, bean, "names no bean of the application", remedy());
		}
		if (!this.beans.isTypeMatch(bean.name(), ProcessHook.class)) {
			Class<?> type = this.beans.getType(bean.name());
			throw new InvalidDefinitionException(property, bean,
					"names a bean that is no hook" + ((type != null) ? " but a " + type.getName() : ""), remedy());
		}
	}

	private String remedy() {
		String[] names = BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beans, ProcessHook.class, true,
				false);
		Arrays.sort(names);
		return "Name a bean that implements dev.processkit.ProcessHook, as the return type of its @Bean method says; there "
				+ ((names.length > 0) ? "is " + String.join(", ", names) : "is none") + ".";
	}

}
