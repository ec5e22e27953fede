# make 不带目标时列出全部目标。需要 Python 3.11、make 和一个能装包的镜像。
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
# uv 不读 pip 的配置：给 pip 配的镜像也告诉它。
MIRROR = $(if $(UV_DEFAULT_INDEX),,$(addprefix UV_DEFAULT_INDEX=,$(or $(PIP_INDEX_URL),$(shell $(BIN)/pip config get global.index-url 2>/dev/null))))
UV = $(MIRROR) $(BIN)/uv pip
TO_VENV := --quiet --python $(BIN)/python
LONG := tests/rules/test_any_route.py tests/rules/test_any_case.py tests/rules/test_contenders.py tests/rights/test_non_interference.py tests/rights/test_matrix.py
FAST := not slow and not postgres and not browser and not engine and not faults

define install
	$(UV) sync $(TO_VENV) $(1) || $(BIN)/pip install --quiet --no-deps --require-hashes -r $(1)
	$(UV) install $(TO_VENV) --no-deps --editable . || $(BIN)/pip install --quiet --no-deps --editable .
endef

.DEFAULT_GOAL := help
.PHONY: help setup demo migrate dev format check test faults bench soak lock
.SILENT:

help: ## 列出全部目标
	awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/dev ## 建好开发环境（.venv，按锁文件）

demo: .venv/runtime ## 演示医院，走完一件公文的一生；WALK=only 走完就退出
	$(BIN)/jiyao demo $(if $(filter only,$(WALK)),--walk-only)

migrate: .venv/runtime ## 把数据库迁移到本版本
	$(BIN)/jiyao migrate

dev: .venv/dev ## 在开发环境里启动：迁移数据库，启动网页、引擎和办事员
	$(BIN)/jiyao up

format: .venv/dev ## 整理代码格式
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

check: .venv/dev ## 提交前：静态检查、导入约定和快的测试
	$(MAKE) --no-print-directory static
	$(BIN)/pytest -m "$(FAST)"

test: .venv/dev ## 全部测试；缺的系统软件用 apt-get 装
	.ci/packages
	$(MAKE) --no-print-directory static
	.ci/lanes

faults: .venv/dev ## 各种故障的短试验：杀进程、停服务、满磁盘、坏时钟
	.ci/packages
	$(BIN)/pytest tests/faults

bench: .venv/dev ## 量性能，打印表格并写入 var/figures.json；ONLY="growth peers" 只量这些
	$(BIN)/python -m bench $(ONLY)

soak: .venv/dev ## 长的试验：杀进程、停库、断电、断网、引擎死、备份损坏、乱填、一年的督办；数字写入 var/figures.json
	.ci/packages
	for kind in sqlite postgresql; do KILL_KIND=$$kind $(BIN)/python -m bench.kills || exit; done
	for kind in sqlite postgresql; do KILL_KIND=$$kind $(BIN)/python -m bench.flow_kills || exit; done
	$(BIN)/python -m bench.postmaster
	$(BIN)/python -m bench.power
	$(BIN)/python -m bench.backups
	$(BIN)/python -m bench.hosts
	$(BIN)/python -m bench.dispatch
	$(BIN)/python -m bench.outages
	$(BIN)/python -m bench.outage
	$(BIN)/python -m bench.fuzz
	for kind in sqlite postgresql; do YEAR_KIND=$$kind $(BIN)/python -m bench.year || exit; done
	SOAK=1 $(BIN)/pytest $(LONG)

lock: .venv/dev ## 重新解析依赖，更新两个锁文件
	$(UV) compile --quiet --universal --generate-hashes --extra dev -o requirements-dev.lock pyproject.toml
	$(UV) compile --quiet --universal --generate-hashes -c requirements-dev.lock -o requirements.lock pyproject.toml

.PHONY: static
static:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

$(BIN)/uv:
	test -n "$(PYTHON)" || { echo "没有找到 python3.11，请先安装（Debian：apt-get install python3.11-venv）。" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check uv

# 开发环境里也有运行所需的一切，所以装过开发环境就不再退回去。
.venv/runtime: requirements.lock pyproject.toml | $(BIN)/uv
	echo "按锁文件安装依赖……" >&2
	$(call install,$(if $(wildcard .venv/dev),requirements-dev.lock,requirements.lock))
	touch $@

.venv/dev: requirements-dev.lock pyproject.toml | $(BIN)/uv
	echo "按锁文件安装开发依赖……" >&2
	$(call install,requirements-dev.lock)
	touch .venv/runtime $@
