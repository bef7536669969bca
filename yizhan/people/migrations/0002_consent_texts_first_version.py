"""The first wording of what people agree to. Later wordings are new rows: nobody agrees to a text that changed."""

from django.db import migrations

TEXTS = {
    "employer": (
        "为了介绍工作，驿站会把您的姓名和联系方式告诉您同意前往的用工单位，不提供证件号码。"
        "用工单位只能用来联系您上工。您可以随时到窗口或打电话撤回，撤回后不再提供，不影响您继续找工作。"
    ),
    "push": (
        "有合适的活时，驿站会主动打电话或发短信告诉您。您可以随时撤回，撤回后您仍可到站或来电查询全部岗位。"
    ),
    "sensitive": (
        "您说的身体情况、残疾等属于敏感个人信息，只用来避免介绍不适合您的工作和帮您申请应得的帮扶，加密保存，"
        "只有为您服务的工作人员能看到。不说也可以照常找工作。您可以随时撤回，撤回后删除。"
    ),
    "alliance": (
        "为了让您在更大范围找到工作，驿站会把您的求职意向（工种、时间、报酬，不含证件号码和电话）共享给联盟内的站点。"
        "对方要联系您时须先通过本站。您可以随时撤回。"
    ),
    "survey": "驿站会请您参加问卷调研，结果匿名汇总，不写姓名和证件号码。参加与否不影响服务，您可以随时撤回。",
}


def write(apps, schema_editor):
    consent_text = apps.get_model("people", "ConsentText")
    for purpose, text in TEXTS.items():
        consent_text.objects.get_or_create(purpose=purpose, version=1, defaults={"text": text})


def keep(apps, schema_editor):
    """Going back drops the table; the texts go with it."""


class Migration(migrations.Migration):
    dependencies = [("people", "0001_people_contacts_consent")]
    operations = [migrations.RunPython(write, keep)]
