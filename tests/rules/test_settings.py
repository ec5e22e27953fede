"""Settings of the machine: where they come from, and what stops the start in which words."""

import os
from pathlib import Path

import pytest
from pydantic import ValidationError

import config.settings
from config.errors import BadConfig
from config.settings import Settings, read_settings


@pytest.fixture(autouse=True)
def clean_machine(tmp_path, monkeypatch):
    """No JIYAO_ variable, no .env, no system file; the working folder is empty."""
    for name in [name for name in os.environ if name.upper().startswith("JIYAO_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(config.settings, "SYSTEM_FILE", tmp_path / "config.toml")


def refusal(**environment: str) -> str:
    with pytest.MonkeyPatch.context() as patch:
        for key, value in environment.items():
            patch.setenv(key, value)
        with pytest.raises(BadConfig) as refused:
            read_settings()
    return str(refused.value)


def test_without_any_setting_everything_lives_in_var(tmp_path):
    found = read_settings()
    assert found.data_dir == tmp_path / "var"
    assert found.database_url == f"sqlite:///{tmp_path}/var/jiyao.db"
    assert found.prefect_home == tmp_path / "var" / "prefect"
    assert (found.host, found.port, found.prefect_port) == ("127.0.0.1", 8000, 8041)


def test_the_database_follows_the_data_folder_unless_it_is_named(monkeypatch):
    monkeypatch.setenv("JIYAO_DATA_DIR", "/srv/jiyao")
    assert read_settings().database_url == "sqlite:////srv/jiyao/jiyao.db"
    monkeypatch.setenv("JIYAO_DATABASE_URL", "postgresql://jiyao:x8Kq@db.local/jiyao")
    assert read_settings().database_url == "postgresql+psycopg://jiyao:x8Kq@db.local/jiyao"


def test_the_environment_goes_before_dot_env_and_that_before_the_system_file(monkeypatch):
    Path("config.toml").write_text("port = 8001\nhost = '10.0.0.1'\nupload_limit_mb = 50\n")
    Path(".env").write_text("JIYAO_PORT=8002\nJIYAO_HOST=10.0.0.2\n")
    monkeypatch.setenv("JIYAO_PORT", "8003")
    found = read_settings()
    assert (found.port, found.host, found.upload_limit_mb) == (8003, "10.0.0.2", 50)


def test_an_empty_variable_counts_as_unset(monkeypatch):
    monkeypatch.setenv("JIYAO_DATABASE_URL", "")
    assert read_settings().database_url.startswith("sqlite:///")


def test_an_unknown_key_in_dot_env_is_named_with_its_line():
    Path(".env").write_text("JIYAO_PORT=8000\n\nJIYAO_PROT=8001\n")
    assert refusal() == ".env 第3行 prot：不认识这个键。"


def test_an_unknown_key_in_the_system_file_is_named_with_its_line(tmp_path):
    Path("config.toml").write_text("# 本机设置\nsmtp_hots = 'mail.local'\n")
    assert refusal() == f"{tmp_path}/config.toml 第2行 smtp_hots：不认识这个键。"


def test_an_unknown_variable_does_not_quietly_mean_the_default():
    assert refusal(JIYAO_DATABSE_URL="sqlite:///x.db") == "环境变量 JIYAO_DATABSE_URL：没有这项设置。"


def test_a_system_file_that_is_no_toml_is_named(tmp_path):
    Path("config.toml").write_text("port 8000\n")
    assert refusal().startswith(f"{tmp_path}/config.toml 第1行：不是合法的 TOML")


@pytest.mark.parametrize(
    ("variable", "value", "sentence"),
    [
        ("JIYAO_PORT", "八千", "环境变量 JIYAO_PORT：应为整数。"),
        ("JIYAO_PORT", "70000", "环境变量 JIYAO_PORT：不能大于65535。"),
        ("JIYAO_PREFECT_PORT", "8000", "JIYAO_PORT 与 JIYAO_PREFECT_PORT 不能相同。"),
        (
            "JIYAO_METRICS_TOKEN",
            "short",
            "环境变量 JIYAO_METRICS_TOKEN：应为 20 个以上的字母、数字、- 或 _，例如 openssl rand -hex 20 给出的。",
        ),
        ("JIYAO_UPLOAD_LIMIT_MB", "0", "环境变量 JIYAO_UPLOAD_LIMIT_MB：不能小于1。"),
        (
            "JIYAO_DATABASE_URL",
            "mysql://x",
            "环境变量 JIYAO_DATABASE_URL：应以 sqlite:/// 或 postgresql:// 开头。",
        ),
        (
            "JIYAO_PUBLIC_URL",
            "jiyao.local",
            "环境变量 JIYAO_PUBLIC_URL：应为网址，如 https://jiyao.hospital.local。",
        ),
        (
            "JIYAO_MAIL_FROM",
            "a@b\nBcc: c@d",
            "环境变量 JIYAO_MAIL_FROM：应为邮箱地址，如 jiyao@hospital.local。",
        ),
        ("JIYAO_DIRECTORY", "nis", "环境变量 JIYAO_DIRECTORY：只能是 local、ldap。"),
        ("JIYAO_SMTP_TLS", "ssl", "环境变量 JIYAO_SMTP_TLS：只能是 starttls、tls、none。"),
    ],
)
def test_a_bad_value_is_refused_in_one_sentence(variable, value, sentence):
    assert refusal(**{variable: value}) == sentence


def test_every_fault_is_told_at_once():
    assert len(refusal(JIYAO_PORT="x", JIYAO_SMTP_PORT="y").splitlines()) == 2


def test_a_default_password_is_refused_for_a_database_elsewhere_only():
    there = "postgresql://jiyao:changeme@db.local/jiyao"
    assert refusal(JIYAO_DATABASE_URL=there) == "JIYAO_DATABASE_URL 中的口令是常见的默认口令，请更换。"
    here = Settings(database_url="postgresql://jiyao:changeme@127.0.0.1/jiyao")
    assert here.database_url.endswith("@127.0.0.1/jiyao")


def test_a_mail_password_never_travels_in_the_clear():
    mail = {"JIYAO_SMTP_HOST": "mail.local", "JIYAO_SMTP_USER": "jiyao", "JIYAO_SMTP_PASSWORD": "x8Kq"}
    assert "密码不得明文发往" in refusal(**mail, JIYAO_SMTP_TLS="none")
    assert "要么都填" in refusal(JIYAO_SMTP_USER="jiyao")


def test_no_refusal_and_no_print_shows_a_secret(monkeypatch):
    bad = refusal(JIYAO_SMTP_PASSWORD="x8Kq-secret", JIYAO_DATABASE_URL="mysql://u:x8Kq-secret@h/d")
    assert "x8Kq" not in bad
    monkeypatch.setenv("JIYAO_SMTP_USER", "jiyao")
    monkeypatch.setenv("JIYAO_SMTP_PASSWORD", "x8Kq-secret")
    assert "x8Kq" not in repr(read_settings())


def test_settings_stay_as_they_were_read():
    with pytest.raises(ValidationError, match="frozen"):
        read_settings().port = 9000
    with pytest.raises(ValidationError) as refused:
        Settings(smtp_user="jiyao", smtp_password="x8Kq-secret", port="x8Kq-port")
    assert "x8Kq" not in str(refused.value)


def test_links_lead_to_the_port_that_was_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIYAO_PORT", "8123")
    assert read_settings().public_url == "http://127.0.0.1:8123"
