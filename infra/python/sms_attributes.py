"""sms_attributes.py STACK: lets SNS log what becomes of each SMS. CloudFormation cannot set this.

The attributes are the account's, in this region: all its SMS are logged then.
"""
import sys

import boto3

stack = boto3.client("cloudformation").describe_stacks(StackName=sys.argv[1])["Stacks"][0]
outputs = {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}
attributes = {
    "DeliveryStatusIAMRole": outputs["SmsDeliveryRoleArn"],
    "DeliveryStatusSuccessSamplingRate": "100",
    "DefaultSMSType": "Transactional",
}
boto3.client("sns").set_sms_attributes(attributes=attributes)
print("SMS deliveries are logged")
